/// Public services by id.
@NullMarked
package info.powow.projection.publicservice;

import org.jspecify.annotations.NullMarked;
