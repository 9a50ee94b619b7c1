package info.powow.analytics.query;

import info.powow.http.ApiAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/// SQL over the history.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
public class SqlAutoConfiguration {}
