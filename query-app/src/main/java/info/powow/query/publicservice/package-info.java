/// Queries about public services.
@NullMarked
package info.powow.query.publicservice;

import org.jspecify.annotations.NullMarked;
