package info.powow.projection.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The store of the views, `powow.mongodb.*`.
///
/// @param uri the connection string of MongoDB (`mongodb://…`); a database in it is used instead of
///     `powow`. Without it, `standalone` stores the views in a folder
/// @param timeout how long a call waits for a server to be available, and how long for its answer
@ConfigurationProperties("powow.mongodb")
record MongoProperties(@Nullable String uri, @DefaultValue("3s") Duration timeout) {}
