/// Pictures and their uses, which determine who may see them and when they may be deleted.
@NullMarked
package info.powow.projection.image;

import org.jspecify.annotations.NullMarked;
