package info.powow.standalone;

import info.powow.standalone.backup.BackupTool;
import info.powow.standalone.backup.Restartable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// Everything in one JVM. What the apps bring as auto-configuration is composed here;
/// `application.properties` and [DataFolder] say where the embedded stores keep what they keep.
@SpringBootApplication
public class Standalone {
  public static void main(String[] args) throws InterruptedException {
    if (BackupTool.takes(args)) {
      System.exit(BackupTool.run(args));
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
