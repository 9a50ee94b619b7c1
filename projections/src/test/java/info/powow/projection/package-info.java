@NullMarked
package info.powow.projection;

import org.jspecify.annotations.NullMarked;
