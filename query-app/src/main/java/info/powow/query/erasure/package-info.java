/// Lets views and pictures forget erased people.
@NullMarked
package info.powow.query.erasure;

import org.jspecify.annotations.NullMarked;
