/// A play that is performed in a running Powow, so that there is something to see: 20 people who
/// talk through the public interface, and through nothing else.
@NullMarked
package info.powow.standalone.demo;

import org.jspecify.annotations.NullMarked;
