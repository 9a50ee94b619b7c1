package info.powow.operator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept for operators, `powow.ops.*`.
///
/// @param trace whether the steps of each message are noted
/// @param folder where what operators do is recorded; `powow.data` has it otherwise
@ConfigurationProperties("powow.ops")
record OpsProperties(@DefaultValue("true") boolean trace, @Nullable Path folder) {}
