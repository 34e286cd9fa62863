"""The controls of frameworks that drlint knows: what each asks for, what a tool can show of it, and what none can."""
