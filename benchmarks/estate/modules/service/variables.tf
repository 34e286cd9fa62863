variable "name" {
  type = string
}

variable "healthy" {
  type = bool
}

variable "port" {
  type = number
}

variable "away_region" {
  type = string
}

variable "zone_id" {
  type = string
}

variable "domain" {
  type = string
}

variable "home_network" {
  type = any
}

variable "away_network" {
  type = any
}

variable "home_topic_arn" {
  type = string
}

variable "away_topic_arn" {
  type = string
}

variable "key_policy" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

variable "deployment_version" {
  type = string
}
