package info.powow.standalone.search;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The search node that `standalone` runs where no other Elasticsearch is named, `powow.search.*`.
///
/// @param embedded whether `standalone` runs a search node of its own where `uris` names none; without
///     either there is no search
/// @param node the folder from which the search node of `standalone` runs; by default `search-node` beside the server's jar, or
///     where the build leaves it
/// @param heap the largest heap of the search node of `standalone`
@ConfigurationProperties("powow.search")
record EmbeddedSearchProperties(
    @DefaultValue("true") boolean embedded,
    @Nullable Path node,
    @DefaultValue("256MB") DataSize heap) {}
