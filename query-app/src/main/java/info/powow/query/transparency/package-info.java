/// The transparency log over HTTP.
@NullMarked
package info.powow.query.transparency;

import org.jspecify.annotations.NullMarked;
