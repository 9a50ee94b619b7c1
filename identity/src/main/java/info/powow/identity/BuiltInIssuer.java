package info.powow.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;

/// Where the built-in accounts issue tokens: nowhere, once `powow.tokens.issuer-uri` names another
/// issuer.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnExpression("'${powow.tokens.issuer-uri:}'.isBlank()")
public @interface BuiltInIssuer {}
