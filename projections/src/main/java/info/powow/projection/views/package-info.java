/// All views in MongoDB as one projection.
@NullMarked
package info.powow.projection.views;

import org.jspecify.annotations.NullMarked;
