package info.powow.standalone;

import info.powow.command.staff.RolesTool;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.backup.BackupTool;
import info.powow.standalone.backup.KeysTool;
import info.powow.standalone.backup.Restartable;
import info.powow.standalone.replay.ReplayTool;
import info.powow.standalone.sql.SqlTool;
import info.powow.standalone.top.TopTool;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// Runs everything in one JVM. Combines the auto-configurations of the apps;
/// `application.properties` and [DataFolder] configure the embedded stores.
@SpringBootApplication
public class Standalone {
  public static void main(String[] args) throws InterruptedException {
    if (BackupTool.takes(args)) {
      System.exit(BackupTool.run(args));
    }
    if (TopTool.takes(args)) {
      System.exit(TopTool.run(args));
    }
    if (SqlTool.takes(args)) {
      System.exit(SqlTool.run(args));
    }
    if (ReplayTool.takes(args)) {
      System.exit(ReplayTool.run(args));
    }
    if (KeysTool.takes(args)) {
      System.exit(KeysTool.run(args));
    }
    if (args.length > 2 && args[0].equals("admin-node")) {
      System.exit(RolesTool.run(Arrays.copyOfRange(args, 1, args.length)));
    }
    if (AdminTool.takes(args)) {
      System.exit(AdminTool.run(args));
    }
    start(args);
  }

  @Bean
  Restartable restartable() {
    return Standalone::start;
  }

  private static void start(String... args) {
    SpringApplication application = new SpringApplication(Standalone.class);
    application.addInitializers(new DataFolder(), new EmbeddedViews());
    application.run(args);
  }
}
