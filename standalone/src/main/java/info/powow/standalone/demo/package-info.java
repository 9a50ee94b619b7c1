/// The demo: a play performed in a running Powow by 20 simulated people, over the public protocol
/// only.
@NullMarked
package info.powow.standalone.demo;

import org.jspecify.annotations.NullMarked;
