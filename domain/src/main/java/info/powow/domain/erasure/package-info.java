/// Erasing a person: asked for, waited for, begun, done.
@NullMarked
package info.powow.domain.erasure;

import org.jspecify.annotations.NullMarked;
