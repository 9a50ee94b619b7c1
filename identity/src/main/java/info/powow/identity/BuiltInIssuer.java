package info.powow.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;

/// Enables beans only if the built-in accounts issue tokens: not if `powow.tokens.issuer-uri` names
/// another issuer.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnExpression("'${powow.tokens.issuer-uri:}'.isBlank()")
public @interface BuiltInIssuer {}
