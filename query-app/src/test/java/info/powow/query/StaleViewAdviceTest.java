package info.powow.query;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class StaleViewAdviceTest {
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(new Refusing())
          .setControllerAdvice(new StaleViewAdvice())
          .build();

  @RestController
  static final class Refusing {
    @GetMapping("/")
    String refuse(
        @RequestParam Reason reason, @RequestParam boolean behind, HttpServletResponse response) {
      if (behind) {
        response.setHeader(StaleViewHeader.NAME, "3");
      }
      throw new Rejected(reason);
    }
  }

  @Test
  void viewsThatAreBehindDoNotSayThatSomethingIsNotThere() throws Exception {
    http.perform(get("/?reason=CONVERSATION_NOT_FOUND&behind=true"))
        .andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.code").value("views_unavailable"));
  }

  @Test
  void viewsThatAreUpToDateDo() throws Exception {
    http.perform(get("/?reason=CONVERSATION_NOT_FOUND&behind=false"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("conversation_not_found"));
  }

  @Test
  void anyOtherRefusalRemainsWhatItIs() throws Exception {
    http.perform(get("/?reason=NOT_A_GROUP&behind=true"))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("not_a_group"));
  }
}
