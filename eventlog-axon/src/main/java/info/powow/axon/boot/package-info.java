/// Axon's components as explicit beans of a Spring Boot application, over the embedded log or Axon
/// Server.
@NullMarked
package info.powow.axon.boot;

import org.jspecify.annotations.NullMarked;
