/// The contract over HTTP, as the controllers have it.
@NullMarked
package info.powow.standalone.contract;

import org.jspecify.annotations.NullMarked;
