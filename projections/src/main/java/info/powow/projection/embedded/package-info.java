/// An in-process store for the views, for deployments without MongoDB.
@NullMarked
package info.powow.projection.embedded;

import org.jspecify.annotations.NullMarked;
