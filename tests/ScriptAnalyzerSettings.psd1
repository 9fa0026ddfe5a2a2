@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # A variable of BeforeAll is used in the tests, which are script blocks of their own.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
