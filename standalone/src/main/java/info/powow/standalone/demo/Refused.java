package info.powow.standalone.demo;

/// The server has refused a command, with a code of the contract.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  public Refused(String code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
