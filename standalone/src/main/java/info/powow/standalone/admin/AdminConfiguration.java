package info.powow.standalone.admin;

import info.powow.command.staff.RoleAdminCommands;
import info.powow.standalone.backup.ControlVerb;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
  @Bean
  ControlVerb adminVerb(RoleAdminCommands roles) {
    return new AdminVerb(roles);
  }
}
