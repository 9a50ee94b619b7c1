package info.powow.standalone.admin;

import info.powow.command.identity.AccountLookup;
import info.powow.identity.LoggedStaffRoles;
import info.powow.standalone.backup.ControlVerb;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
  @Bean
  ControlVerb adminVerb(AccountLookup accounts, LoggedStaffRoles roles, CommandGateway commands) {
    return new AdminVerb(accounts, roles, commands);
  }
}
