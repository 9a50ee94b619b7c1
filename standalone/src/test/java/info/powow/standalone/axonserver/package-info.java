/// A double of Axon Server, for tests without a real one.
@NullMarked
package info.powow.standalone.axonserver;

import org.jspecify.annotations.NullMarked;
