@NullMarked
package info.powow.query.person;

import org.jspecify.annotations.NullMarked;
