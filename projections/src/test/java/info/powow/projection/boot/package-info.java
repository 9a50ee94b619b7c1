@NullMarked
package info.powow.projection.boot;

import org.jspecify.annotations.NullMarked;
