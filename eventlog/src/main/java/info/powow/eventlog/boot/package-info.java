/// The event log in a Spring Boot application: beans, configuration, health and metrics.
@NullMarked
package info.powow.eventlog.boot;

import org.jspecify.annotations.NullMarked;
