package info.powow.command.staff;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.identity.AccountLookup;
import info.powow.command.person.KnownPeople;
import info.powow.domain.staff.IssueStaffToken;
import info.powow.domain.staff.RoleCommand;
import info.powow.identity.LoggedStaffRoles;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import({StaffController.class, RoleController.class})
public class StaffCommandConfiguration {

  @Bean
  StaffCommandHandler staffCommandHandler(
      AggregateRepositories repositories,
      LoggedStaffRoles granted,
      KnownPeople people,
      CommandBus bus,
      Clock clock) {
    StaffCommandHandler handler =
        new StaffCommandHandler(
            repositories.of(RolesAggregate.class, (id, _) -> new RolesAggregate(id)),
            repositories.of(StaffTokensAggregate.class, (id, _) -> new StaffTokensAggregate(id)),
            granted,
            people,
            clock);
    CommandHandlers.subscribe(bus, RoleCommand.class, handler::handle);
    CommandHandlers.subscribe(bus, IssueStaffToken.class, handler::handle);
    return handler;
  }

  @Bean
  RoleAdminCommands rolesByHand(
      AccountLookup accounts, LoggedStaffRoles roles, CommandGateway commands) {
    return new RoleAdminCommands(accounts, roles, commands);
  }

  @Bean
  RolesEndpoint rolesEndpoint(RoleAdminCommands roles) {
    return new RolesEndpoint(roles);
  }
}
