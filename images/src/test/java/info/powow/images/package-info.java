@NullMarked
package info.powow.images;

import org.jspecify.annotations.NullMarked;
