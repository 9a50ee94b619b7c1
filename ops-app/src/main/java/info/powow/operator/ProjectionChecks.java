package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.projector.ProjectionCheck;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checks of the projections on this node.
///
/// @param all one for each projection that can be checked
record ProjectionChecks(String node, List<ProjectionCheck> all) {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionChecks.class);

  ProjectionChecks {
    all = List.copyOf(all);
  }

  /// The check of a projection on one node.
  ///
  /// @param report of the last completed check; absent if none was completed since the node started
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CheckOnNode(String node, boolean running, ProjectionCheck.@Nullable Report report) {}

  private Optional<ProjectionCheck> named(String projection) {
    return all.stream().filter(each -> each.name().equals(projection)).findFirst();
  }

  Optional<CheckOnNode> find(String projection) {
    return named(projection).map(each -> new CheckOnNode(node, each.isRunning(), each.newest()));
  }

  /// The last report, or null.
  ProjectionCheck.@Nullable Report newest(String projection) {
    return named(projection).map(ProjectionCheck::newest).orElse(null);
  }

  /// Starts a check, which may take minutes.
  ///
  /// @return false if the projection is not checked on this node
  /// @throws Rejected `check_running`
  boolean start(String projection) {
    ProjectionCheck check = named(projection).orElse(null);
    if (check == null) {
      return false;
    }
    if (check.isRunning()) {
      throw new Rejected(Reason.CHECK_RUNNING);
    }
    Thread _ = Thread.ofVirtual().name("powow-check-" + projection).start(() -> run(check));
    return true;
  }

  private static void run(ProjectionCheck check) {
    try {
      var _ = check.check();
    } catch (RuntimeException e) {
      LOG.warn("The {} could not be checked: {}", check.name(), e.getClass().getName());
    }
  }
}
