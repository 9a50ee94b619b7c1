/// A double of Axon Server, for tests where there is no real one.
@NullMarked
package info.powow.standalone.axonserver;

import org.jspecify.annotations.NullMarked;
