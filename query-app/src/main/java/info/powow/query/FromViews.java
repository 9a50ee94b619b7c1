package info.powow.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A controller that answers from the views: each call waits for them to be up to date
/// ([ReadYourWrites]), or says in the header `Powow-Behind` how many events they are behind.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FromViews {}
