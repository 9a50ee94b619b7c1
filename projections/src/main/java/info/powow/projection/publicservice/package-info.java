/// Public services by their ids.
@NullMarked
package info.powow.projection.publicservice;

import org.jspecify.annotations.NullMarked;
