/// Notifications in a Spring Boot application.
@NullMarked
package info.powow.notify.boot;

import org.jspecify.annotations.NullMarked;
