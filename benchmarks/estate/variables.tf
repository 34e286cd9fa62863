variable "recovery_region" {
  type    = string
  default = "eu-central-1"
}

variable "account_id" {
  type    = string
  default = "111122223333"
}

# One of each; generate.py multiplies them.
variable "services" {
  type    = map(object({ port = number }))
  default = { "svc-00001" = { port = 8080 } }
}

variable "neglected" {
  type    = map(object({ port = number }))
  default = { "svc-00002" = { port = 8080 } }
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "not-a-password"
}
