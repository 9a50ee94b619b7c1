/// Axon's parts as explicit beans of a Spring Boot application, over the embedded log or over Axon
/// Server.
@NullMarked
package info.powow.axon.boot;

import org.jspecify.annotations.NullMarked;
