@NullMarked
package info.powow.projection.person;

import org.jspecify.annotations.NullMarked;
