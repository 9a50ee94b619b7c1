/// Configures pictures in a Spring Boot application.
@NullMarked
package info.powow.images.boot;

import org.jspecify.annotations.NullMarked;
