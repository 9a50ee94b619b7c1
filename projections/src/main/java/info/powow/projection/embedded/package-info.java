/// A store for the views in this process, for who has no MongoDB.
@NullMarked
package info.powow.projection.embedded;

import org.jspecify.annotations.NullMarked;
