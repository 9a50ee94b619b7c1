package info.powow.standalone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Everything in one JVM. What the apps bring as auto-configuration is composed here;
/// `application.properties` and [DataFolder] say where the embedded stores keep what they keep.
@SpringBootApplication
public class Standalone {
  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(Standalone.class);
    application.addInitializers(new DataFolder(), new EmbeddedViews());
    application.run(args);
  }
}
