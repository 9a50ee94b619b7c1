/// Who people are, and when they were last there.
@NullMarked
package info.powow.query.person;

import org.jspecify.annotations.NullMarked;
