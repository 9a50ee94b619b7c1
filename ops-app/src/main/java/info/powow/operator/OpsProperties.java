package info.powow.operator;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept for operators, `powow.ops.*`.
///
/// @param trace whether the steps of each message are noted
@ConfigurationProperties("powow.ops")
record OpsProperties(@DefaultValue("true") boolean trace) {}
