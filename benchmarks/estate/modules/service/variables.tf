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

variable "home_vpc_id" {
  type = string
}

variable "away_vpc_id" {
  type = string
}

variable "home_subnet_ids" {
  type = list(string)
}

variable "away_subnet_ids" {
  type = list(string)
}

variable "home_cluster_arn" {
  type = string
}

variable "away_cluster_arn" {
  type = string
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
