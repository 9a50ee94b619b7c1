package info.powow.standalone.search;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The search node that `standalone` runs where no other Elasticsearch is named, `powow.search.*`.
///
/// @param embedded whether it runs; without it there is no search
/// @param node the folder from which it runs; by default `search-node` beside the server's jar, or
///     where the build leaves it
/// @param heap its largest heap
@ConfigurationProperties("powow.search")
record EmbeddedSearchProperties(
    @DefaultValue("true") boolean embedded,
    @Nullable Path node,
    @DefaultValue("256MB") DataSize heap) {}
