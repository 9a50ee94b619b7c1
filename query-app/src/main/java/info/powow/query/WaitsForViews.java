package info.powow.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a controller that answers from the views. Each call waits until they are up to date
/// ([ReadYourWrites]), or reports in the header `Powow-Behind` how many events they are behind.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WaitsForViews {}
