@NullMarked
package info.powow.projection.search;

import org.jspecify.annotations.NullMarked;
