/// The HTTP contract, derived from the controllers.
@NullMarked
package info.powow.standalone.contract;

import org.jspecify.annotations.NullMarked;
