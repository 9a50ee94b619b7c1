/// The projections in a Spring Boot application.
@NullMarked
package info.powow.projection.boot;

import org.jspecify.annotations.NullMarked;
